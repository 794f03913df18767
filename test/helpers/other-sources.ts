/** The effective configuration of sources that a test leaves out. */
export const otherSources = {
  lines: {},
  github: { organizations: [] },
  gates: { dir: 'artefacts', maxAgeHours: 24, expectations: [], sonarqube: null },
  build: { commit: null, branch: null, runUrl: null, isWorkspace: false },
};
