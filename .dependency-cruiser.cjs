/** Imports point one way: commands → app → {collect, evaluate, pack, report} → derive → facts → core. */
const layer = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    layer('no-circular', {}, { circular: true }, 'A circle has no direction.'),
    layer(
      'no-orphans',
      {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '^src/commands/', '^controls/', '^src/cli/execute\\.ts$', '\\.test\\.ts$'],
      },
      {},
      'Nothing imports it: delete it.',
    ),
    layer(
      'core-is-the-bottom',
      { path: '^src/core/' },
      { path: '^(src/(?!core/)|controls/)' },
      'core imports nothing of ours.',
    ),
    layer(
      'core-does-no-io',
      { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
      'core does no I/O; hashing is arithmetic.',
    ),
    layer(
      'pan-is-a-leaf',
      { path: '^src/pan/' },
      { path: '^(src/(?!pan/)|controls/)' },
      'Auditor and wallet both import it.',
    ),
    layer(
      'facts-see-core',
      { path: '^src/facts/' },
      { path: '^(src/(?!core/|facts/)|controls/)' },
      'facts import core only.',
    ),
    layer(
      'derive-sees-facts',
      { path: '^src/derive/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|facts/|derive/)|controls/)' },
      'derive imports facts and core only.',
    ),
    layer(
      'checks-are-pure',
      { path: '^controls/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|facts/|derive/)|test/)' },
      'A check sees derive, facts and core only.',
    ),
    layer(
      'checks-do-no-io',
      { path: '^controls/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core', 'npm'] },
      'A check does no I/O.',
    ),
    layer(
      'collect-stands-alone',
      { path: '^src/collect/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|facts/|collect/|pan/)|controls/)' },
      'collect imports facts, core and pan.',
    ),
    layer(
      'evaluate-stands-alone',
      { path: '^src/evaluate/' },
      { path: '^(src/(?!core/|facts/|derive/|evaluate/)|controls/)' },
      'evaluate imports derive, facts and core.',
    ),
    layer(
      'drift-sees-core',
      { path: '^src/drift/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|drift/)|controls/)' },
      'drift compares results by core alone.',
    ),
    layer(
      'notify-sees-core',
      { path: '^src/notify/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|notify/)|controls/)' },
      'notify sends what it is given.',
    ),
    layer(
      'pack-stands-alone',
      { path: '^src/pack/' },
      { path: '^(src/(?!core/|pack/)|controls/)' },
      'pack imports core.',
    ),
    layer(
      'report-stands-alone',
      { path: '^src/report/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/(?!core/|report/|generated/templates)|controls/)' },
      'a report gets the model and nothing else.',
    ),
    layer(
      'commands-call-app',
      { path: '^src/(commands|cli)/' },
      { path: '^(src/(?!core/|app/|commands/|cli/)|controls/)' },
      'commands parse flags, call app and print.',
    ),
    layer(
      'nobody-imports-commands',
      { pathNot: '^(src/(commands|cli)/|bin/|test/)' },
      { path: '^src/(commands|cli)/' },
      'commands are the top.',
    ),
    layer(
      'sdks-live-in-collect',
      { path: '^(src|controls)/', pathNot: '^src/collect/' },
      { path: '^(@aws-sdk|@octokit|@kubernetes)' },
      'collect is the only home of SDKs.',
    ),
    layer(
      'tests-stay-outside',
      { path: '^(src|controls)/', pathNot: '\\.test\\.ts$' },
      { path: '(^test/|\\.test\\.ts$)' },
      'Code does not import tests.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
