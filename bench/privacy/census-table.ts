// Draws a table of 30,162 people like the complete rows of the UCI Adult data: its published marginals with plausible dependencies.
import { type Draw, startDraws } from './draws.ts';

export type CensusPerson = {
  age: string;
  sex: string;
  race: string;
  maritalStatus: string;
  education: string;
  nativeCountry: string;
  workclass: string;
  occupation: string;
  salary: string;
};

export const censusRows = 30_162;

export function drawCensus(seed: number, rows = censusRows): CensusPerson[] {
  const draw = startDraws(seed);
  return Array.from({ length: rows }, () => drawPerson(draw));
}

function drawPerson(draw: Draw): CensusPerson {
  const age = drawAge(draw);
  const sex = draw.from([
    ['Male', 0.676],
    ['Female', 0.324],
  ]);
  const nativeCountry = draw.from(countries);
  const race = draw.from(raceBy[regionOf(nativeCountry)]);
  const maritalStatus = drawMarriage(draw, age, sex);
  const education = draw.from(age < 20 ? schoolYears : age < 24 ? young : grown);
  const schooling = yearsOf[education] ?? 9;
  const occupation = draw.from(
    occupations.map(([name, weight, years, women]) => [
      name,
      weight * Math.exp(-((schooling - years) ** 2) / 7) * (sex === 'Female' ? women : 1),
    ]),
  );
  const workclass = draw.from(workclassBy(occupation, age));
  const score =
    -7 +
    0.33 * schooling +
    0.9 * Math.min(1, (age - 17) / 25) +
    (maritalStatus === 'Married-civ-spouse' ? 2.2 : 0) +
    (sex === 'Male' ? 0.25 : 0) +
    (occupation === 'Exec-managerial' || occupation === 'Prof-specialty' ? 0.8 : 0);
  const rich = 1 / (1 + Math.exp(-score));
  const salary = draw.from([
    ['>50K', rich],
    ['<=50K', 1 - rich],
  ]);
  return { age: String(age), sex, race, maritalStatus, education, nativeCountry, workclass, occupation, salary };
}

/** Adult's ages: many from 20 to 45, a long tail to 90. */
function drawAge(draw: Draw): number {
  const decade = draw.from([
    [17, 0.055],
    [20, 0.245],
    [30, 0.275],
    [40, 0.225],
    [50, 0.132],
    [60, 0.052],
    [70, 0.013],
    [80, 0.003],
  ]);
  return Math.min(90, decade === 17 ? 17 + draw.below(3) : decade + draw.below(decade === 80 ? 11 : 10));
}

function drawMarriage(draw: Draw, age: number, sex: string): string {
  const settled = 1 / (1 + Math.exp(-(age - 27) / 3.5));
  const man = sex === 'Male';
  return draw.from([
    ['Never-married', 1.05 - 0.95 * settled],
    ['Married-civ-spouse', settled * (man ? 0.76 : 0.2)],
    ['Divorced', settled * (man ? 0.115 : 0.36)],
    ['Separated', settled * (man ? 0.022 : 0.08)],
    ['Widowed', settled * (man ? 0.008 : 0.07) * Math.exp((age - 45) / 18)],
    ['Married-spouse-absent', 0.012],
    ['Married-AF-spouse', 0.0007],
  ]);
}

const countries: [string, number][] = [
  ['United-States', 27504],
  ['Mexico', 610],
  ['Philippines', 188],
  ['Germany', 128],
  ['Puerto-Rico', 109],
  ['Canada', 107],
  ['India', 100],
  ['El-Salvador', 100],
  ['Cuba', 92],
  ['England', 86],
  ['Jamaica', 80],
  ['South', 71],
  ['China', 68],
  ['Italy', 68],
  ['Dominican-Republic', 67],
  ['Vietnam', 64],
  ['Guatemala', 63],
  ['Japan', 59],
  ['Columbia', 56],
  ['Poland', 56],
  ['Haiti', 42],
  ['Iran', 42],
  ['Taiwan', 42],
  ['Portugal', 34],
  ['Nicaragua', 33],
  ['Peru', 30],
  ['Greece', 29],
  ['Ecuador', 27],
  ['France', 27],
  ['Ireland', 24],
  ['Hong-Kong', 19],
  ['Cambodia', 18],
  ['Trinadad&Tobago', 18],
  ['Laos', 17],
  ['Thailand', 17],
  ['Yugoslavia', 16],
  ['Outlying-US', 14],
  ['Hungary', 13],
  ['Honduras', 12],
  ['Scotland', 11],
  ['Holland-Netherlands', 1],
];

type Region = 'us' | 'latin' | 'asia' | 'caribbean' | 'europe';
const asia = new Set([
  'Philippines',
  'India',
  'South',
  'China',
  'Vietnam',
  'Japan',
  'Iran',
  'Taiwan',
  'Hong-Kong',
  'Cambodia',
  'Laos',
  'Thailand',
]);
const latin = new Set([
  'Mexico',
  'Puerto-Rico',
  'El-Salvador',
  'Cuba',
  'Guatemala',
  'Columbia',
  'Nicaragua',
  'Peru',
  'Ecuador',
  'Honduras',
  'Dominican-Republic',
]);
const caribbean = new Set(['Jamaica', 'Haiti', 'Trinadad&Tobago']);

function regionOf(country: string): Region {
  if (country === 'United-States') return 'us';
  if (asia.has(country)) return 'asia';
  if (latin.has(country)) return 'latin';
  return caribbean.has(country) ? 'caribbean' : 'europe';
}

const races = (white: number, black: number, asian: number, indian: number, other: number): [string, number][] => [
  ['White', white],
  ['Black', black],
  ['Asian-Pac-Islander', asian],
  ['Amer-Indian-Eskimo', indian],
  ['Other', other],
];
const raceBy: Record<Region, [string, number][]> = {
  us: races(0.879, 0.096, 0.0095, 0.01, 0.0045),
  latin: races(0.84, 0.04, 0.01, 0.012, 0.1),
  asia: races(0.13, 0.01, 0.84, 0.002, 0.018),
  caribbean: races(0.05, 0.93, 0.01, 0.001, 0.009),
  europe: races(0.95, 0.03, 0.015, 0.002, 0.003),
};

const grown: [string, number][] = [
  ['HS-grad', 0.335],
  ['Some-college', 0.195],
  ['Bachelors', 0.18],
  ['Masters', 0.062],
  ['Assoc-voc', 0.047],
  ['11th', 0.024],
  ['Assoc-acdm', 0.036],
  ['10th', 0.024],
  ['7th-8th', 0.021],
  ['Prof-school', 0.02],
  ['9th', 0.016],
  ['12th', 0.011],
  ['Doctorate', 0.014],
  ['5th-6th', 0.011],
  ['1st-4th', 0.006],
  ['Preschool', 0.0018],
];
const young: [string, number][] = [
  ['HS-grad', 0.3],
  ['Some-college', 0.47],
  ['Bachelors', 0.1],
  ['Assoc-voc', 0.03],
  ['11th', 0.03],
  ['Assoc-acdm', 0.03],
  ['10th', 0.015],
  ['9th', 0.01],
  ['12th', 0.012],
  ['7th-8th', 0.005],
  ['5th-6th', 0.004],
];
const schoolYears: [string, number][] = [
  ['11th', 0.22],
  ['HS-grad', 0.31],
  ['Some-college', 0.29],
  ['10th', 0.1],
  ['12th', 0.06],
  ['9th', 0.02],
  ['7th-8th', 0.01],
];
const yearsOf: Record<string, number> = {
  Preschool: 1,
  '1st-4th': 2,
  '5th-6th': 3,
  '7th-8th': 4,
  '9th': 5,
  '10th': 6,
  '11th': 7,
  '12th': 8,
  'HS-grad': 9,
  'Some-college': 10,
  'Assoc-voc': 11,
  'Assoc-acdm': 12,
  Bachelors: 13,
  Masters: 14,
  'Prof-school': 15,
  Doctorate: 16,
};

/** Name, weight, usual years of schooling, and how much likelier for women. */
const occupations: [string, number, number, number][] = [
  ['Prof-specialty', 0.24, 14, 1.1],
  ['Craft-repair', 0.19, 9, 0.09],
  ['Exec-managerial', 0.16, 12.5, 0.8],
  ['Adm-clerical', 0.068, 10, 4.2],
  ['Sales', 0.12, 10.5, 1.05],
  ['Other-service', 0.1, 8, 2.4],
  ['Machine-op-inspct', 0.085, 7.5, 0.75],
  ['Transport-moving', 0.065, 8.5, 0.11],
  ['Handlers-cleaners', 0.053, 8, 0.27],
  ['Farming-fishing', 0.05, 8, 0.13],
  ['Tech-support', 0.033, 11.5, 1.2],
  ['Protective-serv', 0.024, 10.5, 0.26],
  ['Priv-house-serv', 0.0008, 6, 30],
  ['Armed-Forces', 0.0003, 10, 0.1],
];

const mostlyPrivate = new Set([
  'Machine-op-inspct',
  'Handlers-cleaners',
  'Priv-house-serv',
  'Tech-support',
  'Transport-moving',
]);
const selfEmployed: Record<string, number> = {
  'Farming-fishing': 6,
  'Exec-managerial': 1.6,
  Sales: 1.6,
  'Craft-repair': 1.4,
  'Prof-specialty': 1.2,
};
const publicService: Record<string, number> = {
  'Prof-specialty': 2.6,
  'Protective-serv': 14,
  'Adm-clerical': 1.6,
  'Armed-Forces': 400,
};

function workclassBy(occupation: string, age: number): [string, number][] {
  const own = (mostlyPrivate.has(occupation) ? 0.3 : (selfEmployed[occupation] ?? 0.45)) * Math.min(2, 0.3 + age / 45);
  const state = mostlyPrivate.has(occupation) ? 0.25 : (publicService[occupation] ?? 0.5);
  return [
    ['Private', 0.77],
    ['Self-emp-not-inc', 0.08 * own],
    ['Local-gov', 0.06 * state],
    ['State-gov', 0.037 * state],
    ['Self-emp-inc', 0.033 * own],
    ['Federal-gov', 0.029 * state],
    ['Without-pay', 0.0005],
  ];
}
