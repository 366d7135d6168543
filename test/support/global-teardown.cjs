'use strict';

module.exports = () => require('./start-test-engines').stopTestEngines();
