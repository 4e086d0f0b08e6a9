const base = require('./jest.config.cjs');

/** The adapters against independent emulators of AWS, which `setup.ts` starts. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/emulators/**/*.emulated.ts'],
  globalSetup: '<rootDir>/test/emulators/setup.ts',
  globalTeardown: '<rootDir>/test/emulators/teardown.ts',
  testTimeout: 30_000,
};
