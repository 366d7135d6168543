'use strict';

// jest compiles what this file requires with the transform of the configuration.
const { startTestEngines } = require('./start-test-engines');

module.exports = startTestEngines;
