import { capital } from './capital.js';

/** What Slack itself makes us say: about links, files and clicks that led nowhere. */
export const enSlack = {
  slack: {
    linked: 'This incident thread is linked: runs in this channel report here from now on.',
    linkedHere: 'This thread is already the linked incident thread of the channel.',
    linkedElsewhere: 'The incident of this channel is linked to another thread, where its runs report. Write ',
    linkMoves: ' here to move it.',
    linkedThread: 'Open that thread',
    linkInThread:
      'Only an incident thread can be linked. In it, write @Backout link. The thread of a rollback itself cannot be linked.',
    broke:
      'Something broke inside Backout, and this may not have counted. Look at the rollback message for how it stands now, then try again. If it breaks again, give the reference to whoever runs Backout.',
    reference: 'Reference',
    unknownButton: 'This button is no longer valid; nothing was done. The rollback message shows what is going on.',
    notInvited:
      'Backout is not in this channel and could not show the run here. Type /invite @Backout first, then submit again.',
    inviteFirst: 'Backout is not in this channel, so nobody would see a rollback here. Type ',
    inviteThen: ' first.',
    about: 'This is about ',
    shownThere: '. A rollback that you request is shown there.',
    whichChannel: 'Which channel is this about?',
    whichChannelWhy: 'The answer is for you alone; a rollback that you request is shown in that channel.',
    sharedChannel: 'This channel is shared with another organisation. Ask for the run in an internal channel.',
    youTyped: 'What you filled in',
    fileAsText: 'The file could not be uploaded to Slack. This is its whole text',
    part: (part: number, parts: number) => `part ${part} of ${parts}`,
    fileInThread: ': its file is in the rollback’s own thread, in ',
    fileInChannel: 'The file was posted in this channel.',
    openThread: 'Open the thread',
    askingForBackups: 'The hosts are being asked for their backups …',
    askingHost: 'The host is being asked. The answer comes here and on the rollback message.',
    hostAnswered: (step: string, result: string) => `The host answered. ${capital(step)}: ${result}.`,
    stillUnknown: (step: string) =>
      `${capital(step)}: still unknown. The rollback message says what the host answered.`,
    wishGone: 'Nobody asks any more to run this step again; your press did nothing.',
    beingDone: 'Your choice was sent. The host is being asked; the rollback message shows what comes of it.',
    superseded:
      '♻️ Superseded: this is a second copy of the same message, and its buttons do nothing. The newer one counts.',
    supersededPress: 'This is a second copy of a message; your press did nothing. Please use the message that counts.',
    openLive: 'Open the message that counts',
  },
};
