import { PrepayCommand } from '../../cli/base-command.js';

export default class PermissionsAws extends PrepayCommand {
  static override summary = 'Print the least-privilege IAM policy of the audit.';
  static override description =
    "Generated from the collectors' own list of operations: attach it to the role that audits. It grants reads only.";
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Attach it to a role',
      command:
        '<%= config.bin %> <%= command.id %> > policy.json && aws iam put-role-policy --role-name audit --policy-name prepay --policy-document file://policy.json',
    },
  ];

  async run(): Promise<object> {
    await this.parse(PermissionsAws);
    const { awsPolicyDocument } = await import('../../app/permissions.js');
    const policy = awsPolicyDocument();
    this.log(JSON.stringify(policy, null, 2));
    return policy;
  }
}
