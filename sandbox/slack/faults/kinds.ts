import { z } from 'zod';
import type { Text } from '../../text.js';

/** What people do, as far as it is handed to the app. */
export const deliveryKinds = ['event', 'command', 'click', 'submission', 'shortcut'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

const options = {
  /** A Web API method, or `response_url`, or `upload`. */
  method: z.string(),
  delivery: z.enum(deliveryKinds),
  /** Slack's error code. */
  error: z.string(),
  /** Seconds, as the `Retry-After` header says them. */
  retryAfter: z.number().min(0),
  seconds: z.number().min(0),
  times: z.int().min(1),
};
type Option = keyof typeof options;

interface Rule {
  title: Text;
  hint: Text;
  takes: readonly Option[];
  /** Whether it hits the next call only or goes on until it is ended, unless `times` says otherwise. */
  lasts: 'once' | 'until-ended';
}

/** Everything that can be switched on: the schema, the page's switches and the help all follow from it. */
const rules = {
  '429': {
    title: { 'zh-CN': '调用过于频繁（429）', en: 'Rate limited (429)' },
    hint: { 'zh-CN': '回答 429，并说明要等多少秒', en: 'Answers 429 and says how many seconds to wait' },
    takes: ['method', 'retryAfter', 'times'],
    lasts: 'once',
  },
  'http-500': {
    title: { 'zh-CN': 'Slack 出错（500）', en: 'Slack fails (500)' },
    hint: { 'zh-CN': '什么都没做，回答 500', en: 'Answers 500; nothing was done' },
    takes: ['method', 'times'],
    lasts: 'once',
  },
  error: {
    title: { 'zh-CN': '拒绝调用', en: 'A call is refused' },
    hint: { 'zh-CN': '用指定的错误代码拒绝', en: 'Refuses with the error code given' },
    takes: ['method', 'error', 'times'],
    lasts: 'once',
  },
  'drop-reply': {
    title: { 'zh-CN': '回答丢失', en: 'The answer is lost' },
    hint: { 'zh-CN': '事情做了，连接在回答之前断开', en: 'The work is done; the connection breaks before the answer' },
    takes: ['method', 'times'],
    lasts: 'once',
  },
  slow: {
    title: { 'zh-CN': '回答很慢', en: 'The answer is slow' },
    hint: { 'zh-CN': '事情做了，过几秒才回答', en: 'The work is done; the answer comes seconds later' },
    takes: ['method', 'seconds', 'times'],
    lasts: 'once',
  },
  duplicate: {
    title: { 'zh-CN': '重复送达', en: 'Delivered twice' },
    hint: { 'zh-CN': '同一次操作同时送达两次', en: 'One act reaches the app twice at the same time' },
    takes: ['delivery', 'times'],
    lasts: 'once',
  },
  late: {
    title: { 'zh-CN': '送达很晚', en: 'Delivered late' },
    hint: {
      'zh-CN': '过几秒才送达；超过 3 秒，触发凭证已失效',
      en: 'Reaches the app seconds later; after 3 s its trigger has expired',
    },
    takes: ['delivery', 'seconds', 'times'],
    lasts: 'once',
  },
  'expired-trigger': {
    title: { 'zh-CN': '触发凭证失效', en: 'Expired trigger' },
    hint: { 'zh-CN': '弹窗打不开：trigger_id 已过期', en: 'No dialog opens: the trigger_id has expired' },
    takes: ['times'],
    lasts: 'once',
  },
  'response-url': {
    title: { 'zh-CN': '回复链接失效', en: 'Response URL used up' },
    hint: {
      'zh-CN': '回复链接回答 404：used_url 或 expired_url',
      en: 'The response URL answers 404: used_url or expired_url',
    },
    takes: ['error', 'times'],
    lasts: 'once',
  },
  'ephemeral-loss': {
    title: { 'zh-CN': '“仅你可见”的消息丢失', en: '“Only visible to you” is lost' },
    hint: { 'zh-CN': '回答成功，但没有人看到', en: 'Answers ok, but nobody sees it' },
    takes: ['times'],
    lasts: 'until-ended',
  },
  'no-plan-block': {
    title: { 'zh-CN': '不支持 plan 区块', en: 'No plan block' },
    hint: {
      'zh-CN': '含 plan 或 task_card 的消息被拒绝：invalid_blocks',
      en: 'Refuses messages with plan or task_card: invalid_blocks',
    },
    takes: ['times'],
    lasts: 'until-ended',
  },
  'upload-fails': {
    title: { 'zh-CN': '文件上传失败', en: 'Uploads fail' },
    hint: { 'zh-CN': '收文件的地址回答 500', en: 'The address that takes the bytes answers 500' },
    takes: ['times'],
    lasts: 'until-ended',
  },
  'token-revoked': {
    title: { 'zh-CN': '令牌被吊销', en: 'Token revoked' },
    hint: {
      'zh-CN': '拒绝一切调用：token_revoked、invalid_auth 或 account_inactive',
      en: 'Refuses every call: token_revoked, invalid_auth or account_inactive',
    },
    takes: ['error', 'times'],
    lasts: 'until-ended',
  },
  'too-many-sockets': {
    title: { 'zh-CN': '连接过多', en: 'Too many connections' },
    hint: {
      'zh-CN': '新连接立即被关闭：too_many_websockets',
      en: 'New connections are closed at once: too_many_websockets',
    },
    takes: ['times'],
    lasts: 'until-ended',
  },
} as const satisfies Record<string, Rule>;

export type FaultKind = keyof typeof rules;

/** Faults that hit Web API calls as such, whatever they do. */
export const kindsOfCalls: readonly FaultKind[] = ['429', 'http-500', 'error', 'drop-reply', 'slow'];

/** A switched-on misbehaviour. */
export interface Fault {
  kind: FaultKind;
  method?: string;
  delivery?: DeliveryKind;
  error?: string;
  retryAfter?: number;
  seconds?: number;
  /** How often it still applies; absent: until it is ended. */
  times?: number;
}

/** What can be switched on, for whoever draws the switches. */
export const faultKinds = Object.entries(rules as Record<string, Rule>).map(
  ([kind, { title, hint, takes, lasts }]) => ({
    ...{ kind, title, hint, takes, lasts },
    ...(takes.includes('delivery') ? { choices: { delivery: deliveryKinds } } : {}),
  }),
);

const kinds = Object.keys(rules) as [FaultKind, ...FaultKind[]];
const everyOption = Object.fromEntries(
  Object.entries(options).map(([name, schema]) => [name, schema.exactOptional()]),
) as { [Name in Option]: z.ZodExactOptional<(typeof options)[Name]> };

const faultSchema = z
  .strictObject({ kind: z.enum(kinds), ...everyOption })
  .superRefine(({ kind, ...given }, context) => {
    const { takes }: Rule = rules[kind];
    const excess = Object.keys(given).filter((name) => !takes.some((taken) => taken === name));
    for (const name of excess)
      context.addIssue({ code: 'custom', path: [name], message: `${kind} takes ${takes.join(', ')}` });
  });

const someSeconds = 4;

/** Reads what was sent to switch a fault on; undefined options take their defaults. */
export function readFault(sent: unknown): { ok: true; fault: Fault } | { ok: false; problem: string } {
  const read = faultSchema.safeParse(sent);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const { takes, lasts }: Rule = rules[read.data.kind];
  const seconds = takes.includes('seconds') ? { seconds: someSeconds } : {};
  return { ok: true, fault: { ...seconds, ...(lasts === 'once' ? { times: 1 } : {}), ...read.data } };
}
