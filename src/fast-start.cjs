// Loaded before the program, so that it starts in half the time.
const { enableCompileCache, registerHooks } = require('node:module');
const { join } = require('node:path');

enableCompileCache(join(__dirname, '../node_modules/.cache/on-record'));

// Node reads the package.json of ES modules anew for each of them, and drizzle's is 180 KB for 100
// modules. Its CommonJS modules are the same program without that.
const CONDITIONS = ['node', 'require', 'node-addons'];

registerHooks({
  resolve: (name, context, next) =>
    next(name, name.startsWith('drizzle-orm') ? { ...context, conditions: CONDITIONS } : context),
});
