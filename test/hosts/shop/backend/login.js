export function login(users, { email, password }) {
  const user = users.find((each) => each.email === email && each.password === password);
  if (!user) throw new Error('wrong e-mail or password');
  return { token: `token-of-${user._id}` };
}
