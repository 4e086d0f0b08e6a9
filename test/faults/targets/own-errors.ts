import { type Fault, nowhere, systemError } from '../fault.ts';

/** Injected: the connection fails with this code. own-faults.test.ts has some of them for real. */
export const connectFails =
  (code: string): Fault =>
  () => {
    const dial = () => {
      throw systemError(code);
    };
    return nowhere({ address: '203.0.113.10', port: 80 }, { dial });
  };
