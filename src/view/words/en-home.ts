/** App Home. */
export const enHome = {
  home: {
    drawn: 'As of ',
    waits: 'Waiting for you',
    nothingWaits: 'Nothing waits for you.',
    decide: 'Approve or reject; the request expires at ',
    boxesFirst: (count: number) =>
      `. ${count === 1 ? '1 box' : `${count} boxes`} of the checklist must be ticked before an approval`,
    tick: (count: number) =>
      count === 1 ? '1 box of the checklist is open' : `${count} boxes of the checklist are open`,
    doStep: 'A step is to be done by a person, until ',
    answer: (count: number) =>
      count === 1
        ? '1 check needs a person. Answer before '
        : `${count} checks need a person. The first is due before `,
    settle: (heading: string) => `${heading}. Please choose on the rollback message`,
    complete: 'Please add to the record what only people know',
    running: 'Going on now',
    nothingRuns: 'No rollback is running or waiting in your channels.',
    since: 'approved ',
    asked: 'requested ',
    stopping: 'Being stopped',
    closing: 'The end is being written down',
    ended: 'Ended recently',
    noneEnded: 'No rollback has ended in your channels yet.',
    backups: 'Newest backups',
    noSystem: 'No system is bound yet. The administrator of Backout adds one in backout.yaml.',
    noneHere:
      'Only systems of the channels you are in are shown here, and there is none to show now. If you are in such a channel, look again in a moment.',
    noSource: 'its plan names no backup',
    asking: 'The host is being asked …',
    asOf: 'As of ',
    newestIs: (name: string, state: string) => `The newest one, ${name}: ${state}`,
    more: (count: number) => `… and ${count} more.`,
    refresh: 'Look again',
    help: 'Commands',
    contacts: 'Whom to call',
    contactsOf: (system: string) => `Whom to call about ${system}`,
    close: 'Close',
    open: 'Open the rollback message',
    openSpoken: (run: string) => `Open the message of ${run}`,
    read: 'open',
    /** Titles of dialogs: at most 24 characters. */
    helpTitle: 'Commands',
    contactsTitle: 'Whom to call',
  },
};
