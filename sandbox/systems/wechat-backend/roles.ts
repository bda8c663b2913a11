/** Who fills the roles of the plan: Slack ids of people of the sandbox's own workspace. */
export const wechatRoles: Readonly<Record<string, readonly string[]>> = {
  cto: ['U0ZHANG3'],
  'tech-director': ['U0LI4'],
  'backend-lead': ['U0WANG5'],
  'ops-lead': ['U0ZHAO6'],
  'product-manager': ['U0QIAN7'],
};
