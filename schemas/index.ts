/** All shapes, for rooms that need several. */
export * from './calendar';
export * from './clock';
export * from './cloud-events';
export * from './commands';
export * from './events';
export * from './facts';
export * from './policy';
export * from './policy-rules';
export * from './running-policy';
export * from './verdict';
export * from './primitives';
export * from './refusals';
export * from './requests';
export * from './rollout';
export * from './states';
export * from './views';
