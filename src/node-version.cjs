// Loaded before anything else: a Node that is too old would end in a crash of the database module.
const OLDEST = [22, 18];

/** Why a version of Node cannot run On Record, undefined where it can. */
function problemWith(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return (
    `On Record needs Node ${OLDEST.join('.')} or later, and this is ${version}. ` +
    'Use "npm ci" and "npm start", which bring a Node of their own, or install a newer Node.'
  );
}

const problem = problemWith(process.version);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}

module.exports = { problemWith };
