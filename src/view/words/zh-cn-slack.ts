import type { enSlack } from './en-slack.js';

/** Chinese: what Slack itself makes us say. */
export const zhSlack: typeof enSlack = {
  slack: {
    linked: '已关联本故障消息列：此频道中的回滚会在这里报告进展。',
    linkedHere: '本频道关联的就是这个故障消息列。',
    linkedElsewhere: '本频道的故障已关联到另一个消息列，回滚会在那里报告进展。要改到这里，请输入 ',
    linkMoves: '。',
    linkedThread: '打开那个消息列',
    linkInThread: '只能关联故障消息列：请在其中输入 @Backout link。回滚自己的消息列不能关联。',
    broke:
      'Backout 内部出错，这次操作可能没有生效。请看回滚消息上的当前状态，再试一次；如果仍然出错，请把编号交给 Backout 的管理员。',
    reference: '编号',
    unknownButton: '这个按钮已失效，没有执行任何操作。当前状态请看回滚消息。',
    notInvited: 'Backout 不在这个频道里，无法在这里展示回滚。请先执行 /invite @Backout，再提交一次。',
    inviteFirst: 'Backout 不在这个频道里，没有人能在这里看到回滚。请先输入 ',
    inviteThen: '。',
    about: '这里说的是 ',
    shownThere: '。您申请的回滚会显示在那个频道。',
    whichChannel: '您指的是哪个频道？',
    whichChannelWhy: '回答只有您能看到；您申请的回滚会显示在所选的频道。',
    sharedChannel: '这个频道与其他组织共享，不能在这里申请回滚。请换一个内部频道。',
    youTyped: '您填写的内容',
    fileAsText: '文件无法上传到 Slack，以下是全文',
    part: (part, parts) => `第 ${part} 部分，共 ${parts} 部分`,
    anotherDuplicate: '这是同一条消息的重复副本，已删除。请使用较新的那条。',
    fileInThread: ' 的文件已放在该次回滚的消息列，频道：',
    fileInChannel: '文件已发到本频道。',
    openThread: '打开消息列',
    askingForBackups: '正在向主机查询备份……',
    askingHost: '正在询问主机，结果会显示在这里和回滚消息上。',
    hostAnswered: (step, result) => `主机已答复。${step}：${result}。`,
    stillUnknown: (step) => `${step}：结果仍然未知。主机的答复见回滚消息。`,
  },
};
