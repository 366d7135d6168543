'use strict';

// jest compiles what this file requires with the transform of the configuration.
module.exports = (globalConfig) => require('./start-test-engines').startTestEngines(globalConfig);
