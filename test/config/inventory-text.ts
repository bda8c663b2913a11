/** An inventory that fits plans/wechat-backend.yaml. */
export const INVENTORY = `environment: production
language: zh-CN
journal: ./data/backout.db
plans: ./plans
slack:
  team: T0BACKOUT
systems:
  wechat-backend:
    channels: [C0INCIDENT]
    language: en
    requesters: [ops-lead]
    roles:
      cto: [U0ZHANG3]
      tech-director: [U0LI4, S0DIRECTORS]
      backend-lead: [U0WANG5]
      ops-lead: [U0ZHAO6]
    targets:
      app: { host: 10.0.0.5, user: deploy, key: ./keys/id_ed25519, knownHosts: /etc/ssh/known }
    variables:
      API: https://api.example.com
      ADMIN_API: http://127.0.0.1:8000
      BACKUP_DIR: /data/backups
      ERROR_LOG: /var/log/wechat-backend/error.log
    secrets:
      ADMIN_KEY: { file: ./secrets/admin-key }
`;
