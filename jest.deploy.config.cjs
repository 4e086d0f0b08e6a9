const base = require('./jest.config.cjs');

/** The whole stack, deployed to an independent emulator of AWS that runs the functions. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/deploy/**/*.deployed.ts'],
  globalSetup: '<rootDir>/test/deploy/setup.ts',
  globalTeardown: '<rootDir>/test/deploy/teardown.ts',
  testTimeout: 60_000,
};
