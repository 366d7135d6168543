'use strict';

const { stopTestEngines } = require('./start-test-engines');

module.exports = stopTestEngines;
