import type { enGroups } from './en-groups.js';

/** 中文：一组主机。 */
export const zhGroups: typeof enGroups = {
  hostTable: {
    heading: '逐台主机',
    state: '状态',
    canary: '金丝雀',
    order: (canary, others) =>
      others === ''
        ? `${canary} 是这一组唯一的主机。`
        : `逐台执行：先 ${canary}（金丝雀），再 ${others}。某一步失败时，不会再动下一台。`,
    untouched: '未动',
    halfway: '中途停下',
    partly: '完成了一部分，等待',
    undoing: '正在撤销',
    undone: '已撤销',
    notUndone: '未能撤销',
    unseen: '但有检查未通过或没有结果',
    count: (count) => `${count} 台主机`,
    more: (hosts, rest) => `${hosts} 等，另有 ${rest} 台`,
  },
};
