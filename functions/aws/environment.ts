/** The deployment forgot something that the function cannot do without. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(variable: string, options?: ErrorOptions) {
    super(
      `environment variable ${variable} is not set; serverless.yml sets it for each function`,
      options,
    );
  }
}

/** The value of an environment variable that must be there. */
export function environment(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new EnvironmentError(variable);
  return value;
}

/** Makes a value when it is first needed, and once: not while the module is only being loaded. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
