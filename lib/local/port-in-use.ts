import { errorCode } from './error-code.ts';

/** Somebody else listens there: name the port, since nothing else can be done about it. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  constructor(port: number, options?: ErrorOptions) {
    super(`port ${port} on 127.0.0.1 is in use; choose another one`, options);
  }
}

/** Turns Node's EADDRINUSE into PortInUseError and leaves every other error alone. */
export const asPortInUse = (error: unknown, port: number): unknown =>
  errorCode(error) === 'EADDRINUSE' ? new PortInUseError(port, { cause: error }) : error;
