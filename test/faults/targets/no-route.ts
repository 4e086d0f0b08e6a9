import { type Fault, nowhere } from '../fault.ts';

/** For real, on Linux: no TCP connection leads to a broadcast address, and the kernel says so itself. */
export const noRoute: Fault = () => nowhere({ address: '127.255.255.255', port: 80 });
