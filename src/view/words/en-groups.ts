/** English: the hosts of a group. */
export const enGroups = {
  hostTable: {
    heading: 'Host by host',
    state: 'State',
    canary: 'canary',
    order: (canary: string, others: string) =>
      others === ''
        ? `${canary} is the only host of its group.`
        : `Host by host: ${canary} first, as the canary, then ${others}. A step that fails stops before the next host.`,
    untouched: 'not touched',
    halfway: 'stopped halfway',
    partly: 'partly done, waiting',
    undoing: 'being undone',
    undone: 'undone',
    notUndone: 'not undone',
    unseen: 'but a check did not pass or gave no answer',
    count: (count: number) => (count === 1 ? '1 host' : `${count} hosts`),
    more: (hosts: string, rest: number) => `${hosts} and ${rest} more`,
  },
};
