/** Where the names of a stack begin when sites.yml does not say it. */
export const STACK_NAME_DEFAULT = 'understudy';
