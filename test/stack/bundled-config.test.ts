import { bundledConfig, ConfigNotBundledError } from '../../functions/bundled-config.ts';

test('outside of a bundle there is no config, and only the one who asks is told', () => {
  expect(() => bundledConfig()).toThrow(ConfigNotBundledError);
});
