/** An inventory that fits the plan below. */
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

/** A plan with everything that an inventory must fill in. */
export const PLAN = `plan: wechat-backend
title: WeChat backend
version: '1'
owner: Tests
timezone: Asia/Shanghai
deployedVersion: v2
rollbackVersion: v1
roles: { cto: CTO, tech-director: Technical director, backend-lead: Backend lead, ops-lead: Operations lead }
targets: { app: { title: Application host } }
variables: { API: Public API, ADMIN_API: Admin API, BACKUP_DIR: Backups, ERROR_LOG: Error log }
secrets: { ADMIN_KEY: { title: Admin key } }
severities: { P0: { title: Roll back at once, deciders: [cto], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
schemes:
  a:
    title: Old code
    version: v1
    budget: 1m
    when: [Always]
    steps:
      - { id: back, title: Back, target: app, effect: reversible, deadline: 10s, run: 'true' }
    checks:
      - { id: answers, title: It answers, command: { target: app, run: 'true' } }
`;
