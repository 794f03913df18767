import { PrepayCommand } from '../../cli/base-command.js';

export default class PermissionsGithub extends PrepayCommand {
  static override summary = 'Print the permissions that the audit of GitHub needs.';
  static override description =
    "Generated from the collectors' own list of routes: give them to a GitHub App or to a fine-grained token, each for reading. It says what even they do not show. Sign in by GITHUB_TOKEN (or GH_TOKEN), or as an App by GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID and GITHUB_APP_PRIVATE_KEY or GITHUB_APP_PRIVATE_KEY_FILE; GITHUB_API_URL names an Enterprise Server. --json prints the names of an App's manifest.";
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: "The permissions by the names of an App's manifest",
      command: '<%= config.bin %> <%= command.id %> --json',
    },
  ];

  async run(): Promise<object> {
    await this.parse(PermissionsGithub);
    const { githubPermissionsDocument, githubPermissionsText } = await import('../../app/permissions-github.js');
    const permissions = githubPermissionsDocument();
    this.log(githubPermissionsText(permissions, this.columns()));
    return permissions;
  }
}
