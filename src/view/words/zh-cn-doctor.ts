import type { enDoctor } from './en-doctor.js';

/** Chinese: what `npx backout doctor` and `hosts trust` say. */
export const zhDoctor: typeof enDoctor = {
  doctor: {
    trust: {
      already: (host, file) => `✓ ${host}：密钥已在 ${file} 中`,
      unreachable: (host, why) => `✗ 无法连接 ${host}：${why} → 请检查 backout.yaml 中的主机和端口、网络及防火墙`,
      shows: (host) => `${host} 出示的密钥：`,
      compare: (user) => `请通过您已信任的途径（主机控制台，或已用 ${user} 登录的同事）在主机上核对：`,
      ask: (host) => `两者一致，信任 ${host} 吗？（是/否）`,
      yes: ['是', 'yes', 'y'],
      refused: (host) => `✗ ${host}：未信任，没有写入任何内容`,
      added: (host, file) => `✓ ${host}：密钥已加入 ${file}`,
      unwritable: (file, why) => `✗ 无法写入 ${file}：${why} → 请让当前账号可以写入该目录`,
      noTerminal: '✗ 这里不是终端，无人能回答。→ 请先核对上面的指纹，再加上 --yes 执行同一命令，或在终端中执行',
      changed: (host) => `✗ 警报：${host} 出示的密钥与已保存的不同。`,
      onFile: (fingerprint) => `  已保存：${fingerprint}`,
      shown: (fingerprint) => `  现出示：${fingerprint}`,
      whyChanged: '  可能是主机重装了，也可能有人在中间冒充。没有改动任何内容，Backout 不会在该主机上执行任何操作。',
      remove: (command) => `  → 只有在主机负责人确认新密钥之后，才执行 ${command}，然后重新执行本命令`,
      revoked: (host, file) =>
        `✗ 警报：${host} 出示的密钥在 ${file} 中被标记为 @revoked。没有改动任何内容。→ 请联系主机负责人`,
      noTargets: '没有需要通过 SSH 连接的目标。',
      unknown: (name, known) => `清单中没有 SSH 目标 ${name}，现有：${known}`,
    },
  },
};
