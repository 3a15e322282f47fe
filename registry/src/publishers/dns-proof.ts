import type { EgressService } from '@datawave/plugin-sdk';
import { decodeTxtAnswer, encodeTxtQuestion } from './dns-message.ts';

/** Looks a TXT record up by DNS over HTTPS, through the egress policy. Answers why it is no proof; null where it is. */
export async function dnsFault(
  egress: EgressService,
  resolver: string | null,
  record: { readonly name: string; readonly value: string },
  signal: AbortSignal,
): Promise<string | null> {
  if (resolver === null)
    return 'This registry looks nothing up in the DNS: its settings name no resolver under dns.resolver.';
  const answer = await egress.fetch(resolver, {
    purpose: 'registry-dns',
    method: 'POST',
    headers: { accept: 'application/dns-message', 'content-type': 'application/dns-message' },
    body: encodeTxtQuestion(record.name),
    loopback: 'allow',
    timeoutMs: 10_000,
    maxBytes: 65_535,
    maxRedirects: 0,
    signal,
  });
  if (answer.status !== 200) return `The resolver answered with status ${answer.status}.`;
  try {
    const { code, texts } = decodeTxtAnswer(answer.body);
    if (texts.includes(record.value)) return null;
    if (code !== 0 && code !== 3) return `The DNS answered with code ${code} for ${record.name}.`;
    return texts.length === 0
      ? `${record.name} has no TXT record.`
      : `None of the ${texts.length} TXT records of ${record.name} is the one that was asked for.`;
  } catch (error) {
    if (error instanceof RangeError) return 'What the resolver answered is no answer of the DNS.';
    throw error;
  }
}
