// A stand-in for dotenv: the variables of .env in the folder where the script was started.
exports.config = () => process.loadEnvFile('.env');
