module.exports = {
  apps: [
    {
      name: 'points-app',
      script: 'dist/app.js',
      instances: 2,
      exec_mode: 'cluster',
      env: { NODE_ENV: 'production', PORT: 3000 },
      env_production: { NODE_ENV: 'production', PORT: 3000 },
      error_file: '/var/log/points-app/error.log',
      out_file: '/var/log/points-app/out.log',
      restart_delay: 4000,
    },
  ],
};
