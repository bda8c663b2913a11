/** A plan that rolls three application hosts back one after the other, between two steps at the load balancer. */
export const GROUP_PLAN = `plan: points-app
title: Points app
version: '1'
owner: Tests
timezone: Asia/Shanghai
roles: { ops-lead: Operations lead }
targets:
  web: { title: Load balancer }
  app: { title: Application, group: true }
variables: { APP_DIR: Folder of the application, API: Public API }
severities: { P0: { title: Roll back at once, deciders: [ops-lead], respondWithin: 15m, action: roll-back } }
approval: { validFor: 15m }
commands:
  - { title: See the log, target: app, run: 'tail -n 50 "$APP_DIR/log"' }
schemes:
  a:
    title: Old release
    version: v1
    budget: 5m
    when: [Always]
    prechecks:
      - { id: space, title: Room for the copy, blocking: true, space: { target: app, at: $APP_DIR, free: 1MB } }
    steps:
      - { id: drain, title: Drain, target: web, effect: read-only, deadline: 10s, run: ':' }
      - { id: stop, title: Stop, target: app, effect: read-only, deadline: 10s, run: ':' }
      - id: restore
        title: Restore the release
        target: app
        effect: reversible
        deadline: 30s
        run: |
          cp -- "$APP_DIR/old" "$APP_DIR/live"
          test ! -e "$APP_DIR/broken"
        snapshot: { run: 'cp -- "$APP_DIR/live" "$APP_DIR/kept-$BACKOUT_RUN"' }
        undo: { run: 'cp -- "$APP_DIR/kept-$BACKOUT_RUN" "$APP_DIR/live"' }
      - { id: serve, title: Serve, target: web, effect: read-only, deadline: 10s, run: ':' }
    checks:
      - { id: public, title: The API answers, http: { base: API, requests: [{ get: /health }] } }
      - { id: health, title: The old release is live, command: { target: app, run: 'grep -x v1 "$APP_DIR/live"' } }
    restore:
      automatic: [step]
      checks:
        - { id: before, title: As before, command: { target: app, run: 'grep -x v2 "$APP_DIR/live"' } }
      kept: { target: app, run: 'test -s "$APP_DIR/kept-$BACKOUT_RUN"' }
`;
