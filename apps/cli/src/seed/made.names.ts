/** @module Names of people who do not exist, as many as are asked for. */

const FIRST = (
  'Ada Amir Anna Bea Carlos Chen Clara Daniel Dilan Elena Emil Fatma Felix Grace Hana Hugo Ines Ivan Jana Jonas ' +
  'Kofi Lea Leon Lin Luca Malik Maria Mei Mila Nadia Nils Noor Olga Omar Paul Priya Quinn Rosa Samir Sofia Tara Tim Uma ' +
  'Viktor Wanda Yara Yusuf Zoe'
).split(' ');
const LAST = (
  'Abebe Bauer Costa Diaz Eriksen Fischer Garcia Haddad Ito Jansen Kaya Lopez Meyer Nguyen Okafor Petrov Quist Rossi Singh ' +
  'Tanaka Ueda Vogel Weber Xu Yilmaz Zimmer'
).split(' ');

/** @param number from 0; another name for each until there are more people than pairs of names. */
export function madeName(number: number): string {
  // both lists in turn, so that neighbours share neither name
  const first = FIRST[number % FIRST.length] ?? '';
  const last = LAST[(number + Math.floor(number / FIRST.length)) % LAST.length] ?? '';
  const round = Math.floor(number / (FIRST.length * LAST.length));
  return round === 0 ? `${first} ${last}` : `${first} ${last} ${round + 1}`;
}
