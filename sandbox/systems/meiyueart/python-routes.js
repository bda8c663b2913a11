// What the stand-in for the Python backend understands of the two files it is given.

/** Modules that the application's environment has; any other import ends the program, as Python's would. */
const modules = ['auth', 'database', 'flask', 'werkzeug'];

/** The fields that user_system.py returns and the column that change_password.py writes. Throws what Python would print. */
export function readRoutes(files) {
  for (const [file, source] of Object.entries(files)) checkImports(file, source);
  const fields = find(files, 'user_system.py', 'USER_FIELDS', /^USER_FIELDS = \(([^)]*)\)$/m);
  return {
    userFields: [...fields.matchAll(/"(\w+)"/g)].map(([, field]) => field),
    passwordColumn: find(files, 'change_password.py', 'PASSWORD_COLUMN', /^PASSWORD_COLUMN = "(\w+)"$/m),
  };
}

function checkImports(file, source) {
  for (const [, name] of source.matchAll(/^(?:from|import) (\w+)/gm)) {
    if (modules.includes(name)) continue;
    throw new Error(`routes/${file}: ModuleNotFoundError: No module named '${name}'`);
  }
}

function find(files, file, name, pattern) {
  const found = pattern.exec(files[file])?.[1];
  if (found !== undefined) return found;
  throw new Error(`routes/${file}: NameError: name '${name}' is not defined`);
}
