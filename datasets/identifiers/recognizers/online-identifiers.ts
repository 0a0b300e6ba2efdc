// Recognizes what names somebody on a network: e-mail and IP addresses, web addresses, hardware addresses, user names.
import { isIP } from 'node:net';
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';

export const emailPattern = String.raw`[\p{L}\p{N}.!#$%&'*+/=?^_{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,24}`;
export const urlPattern = String.raw`(?:https?|ftp)://[^\s<>"'\x60()\[\]{}]+[^\s<>"'\x60()\[\]{}.,;:!?]|www\.[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:/[^\s<>"'()]*)?`;
export const macPattern = String.raw`[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}`;

const emails = new RegExp(`(?<![\\p{L}\\p{N}])${emailPattern}`, 'gu');
const urls = new RegExp(`(?<![\\p{L}\\p{N}@])(?:${urlPattern})`, 'gu');
/** Bare domains only under endings that no sentence runs into by a forgotten space. */
const domains =
  /(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|edu|gov|info|io|co\.uk|eu|de|fr|cz|sk|pl|nl|ch|se|dk|hu|ru)(?:\/[^\s<>"'()]*)?(?![\p{L}\p{N}_-]|\.\p{L})/gu;
const macs = new RegExp(`(?<![\\p{L}\\p{N}:.-])(?:${macPattern})(?![\\p{L}\\p{N}]|[:.-][\\p{L}\\p{N}])`, 'gu');
const ip4 = /(?<![\p{L}\p{N}_]|[\p{N}][.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]|[.]\d)/gu;
const ip6 = /(?<![\p{L}\p{N}:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\p{L}\p{N}:])/gu;
const handles = /(?<![\p{L}\p{N}@._/-])(?<value>@[\p{L}_][\p{L}\p{N}_.]{1,29})(?![\p{L}\p{N}@])/gu;
const announcedName =
  /(?:user ?name|user ?id|login|log-?in name|screen name|nick(?:name)?|handle|benutzername|identifiant|usuario|uživatelské jméno|gebruikersnaam)(?:\s+is|\s*[:=#]|\s+)\s*["'“]?(?<value>[\p{L}\p{N}][\p{L}\p{N}._-]{2,31})/giu;

const versions = ['version', 'release', 'build', 'v'];

export const onlineIdentifiersIn: EntityFinder = (text) => [
  ...matchesOf(text, emails, 'email', () => 0.99),
  ...matchesOf(text, urls, 'url', () => 0.95),
  ...matchesOf(text, domains, 'url', () => 0.7),
  ...matchesOf(text, macs, 'mac', () => 0.9),
  ...matchesOf(text, ip4, 'ip', (found, start) => (isIP(found) === 4 && !isAnnounced(text, start, versions) ? 0.9 : 0)),
  // Times are written with colons too: an address has a double colon, or all eight groups.
  ...matchesOf(text, ip6, 'ip', (found) => (isIP(found) === 6 && /[0-9A-Fa-f]/.test(found) ? 0.9 : 0)),
  ...matchesOf(text, handles, 'username', () => 0.6),
  ...matchesOf(text, announcedName, 'username', (found) => (/[\p{N}._-]|\p{Ll}\p{Lu}/u.test(found) ? 0.8 : 0)),
];
