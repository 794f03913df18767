export { type GithubPeer, type LoggedRequest, startGithub } from './server.js';
export { manyRepositories, readEverything, scenario, tokens } from './builder.js';
export type { Scenario } from './scenario.js';
