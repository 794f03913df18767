import type { X509Certificate } from 'node:crypto';
import { PrepayError } from '../core/errors.js';
import { member } from './layout.js';
import { readBytes, readMember } from './reader.js';
import { checkTimeStamp, type TimeStamp, TimeStampFault } from './time-stamp-token.js';
import type { SignatureCheck } from './verify-signature.js';

type TimeStampCheck =
  | { readonly state: 'ok'; readonly stamp: TimeStamp }
  | { readonly state: 'failed' | 'not-performed' | 'not-present'; readonly why: string };

/** Clocks of two machines differ; a stamp of so long before the last read ended says that one of them is wrong. */
const skewMs = 5 * 60_000;
/** A pack is stamped when it is sealed, which is when its run ends. */
const latestMs = 24 * 60 * 60_000;

/** Whether the pack's time stamp, if it has one, is over this signature, by one of the authorities, and of the run's time. */
export async function checkPackTimeStamp(
  folder: string,
  signature: SignatureCheck | null,
  anchors: readonly X509Certificate[],
  isPromised: boolean,
): Promise<TimeStampCheck> {
  try {
    return await checked(folder, signature, anchors, isPromised);
  } catch (error) {
    if (error instanceof TimeStampFault || error instanceof PrepayError) return failed(error.message);
    throw error;
  }
}

async function checked(
  folder: string,
  signature: SignatureCheck | null,
  anchors: readonly X509Certificate[],
  isPromised: boolean,
): Promise<TimeStampCheck> {
  const beside = await readBytes(folder, member.timeStamp);
  const inBundle = signature?.state === 'signed' ? signature.timeStamp : null;
  if (beside === null && inBundle === null) {
    if (isPromised) return failed(`the manifest lists ${member.tsaChain}, but the time stamp is missing`);
    // Who holds the key could leave a stamp out; who names an authority expects one.
    return anchors.length > 0
      ? failed('an authority was given, but the pack has no time stamp')
      : { state: 'not-present', why: 'no time-stamping authority was configured' };
  }
  if (!isPromised) return failed(`expected ${member.tsaChain} in the manifest of a pack with a time stamp`);
  if (signature?.state !== 'signed') return { state: 'not-performed', why: 'no signature holds that it could be over' };
  if (beside === null || inBundle === null || !beside.equals(inBundle)) {
    return failed(`${member.timeStamp}: expected the time stamp of ${member.attestation}, got another or none`);
  }
  if (anchors.length === 0) return { state: 'not-performed', why: 'no certificate of the authority was given' };
  const untrusted = (await readMember(folder, member.tsaChain)) ?? '';
  const stamp = checkTimeStamp(beside, { data: signature.signature, anchors, nonce: null, policy: null, untrusted });
  const odd = timeFault(stamp.at, signature.statement.predicate.window.end);
  return odd === null ? { state: 'ok', stamp } : failed(odd);
}

/** Why a stamp of that time cannot be one of a run whose last read ended then, or null. */
export function timeFault(at: string, windowEnd: string): string | null {
  const after = Date.parse(at) - Date.parse(windowEnd);
  if (after < -skewMs)
    return `stamped at ${at}, before the last read ended at ${windowEnd}: one of the clocks is wrong`;
  if (after > latestMs) return `stamped at ${at}, more than a day after the last read ended at ${windowEnd}`;
  return null;
}

function failed(why: string): TimeStampCheck {
  return { state: 'failed', why };
}
