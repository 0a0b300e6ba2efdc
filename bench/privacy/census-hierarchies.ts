// Hierarchies of the census-like table, as customary for the UCI Adult data: each value with its coarser values, finest first.

const ages = Array.from({ length: 74 }, (_, offset) => 17 + offset);
const band = (age: number, width: number) =>
  `${Math.floor(age / width) * width}-${Math.floor(age / width) * width + width - 1}`;

const grouped = (groups: Record<string, readonly string[]>) =>
  Object.entries(groups).flatMap(([group, values]) => values.map((value) => [value, group, '*']));
const flat = (values: readonly string[]) => values.map((value) => [value, '*']);

const schooling: Record<string, Record<string, readonly string[]>> = {
  'Primary education': { 'Primary School': ['Preschool', '1st-4th', '5th-6th'] },
  'Secondary education': { 'High School': ['7th-8th', '9th', '10th', '11th', '12th', 'HS-grad'] },
  'Higher education': {
    Undergraduate: ['Bachelors', 'Some-college'],
    'Professional Education': ['Prof-school', 'Assoc-acdm', 'Assoc-voc'],
    Graduate: ['Masters', 'Doctorate'],
  },
};

export const censusHierarchies = {
  age: ages.map((age) => [String(age), band(age, 5), band(age, 10), band(age, 20), '*']),
  sex: flat(['Male', 'Female']),
  race: flat(['White', 'Black', 'Asian-Pac-Islander', 'Amer-Indian-Eskimo', 'Other']),
  maritalStatus: grouped({
    'spouse present': ['Married-civ-spouse', 'Married-AF-spouse'],
    'spouse not present': ['Never-married', 'Divorced', 'Separated', 'Widowed', 'Married-spouse-absent'],
  }),
  education: Object.entries(schooling).flatMap(([level, groups]) =>
    Object.entries(groups).flatMap(([group, values]) => values.map((value) => [value, group, level, '*'])),
  ),
  nativeCountry: grouped({
    'North America': [
      'United-States',
      'Puerto-Rico',
      'Canada',
      'Outlying-US',
      'Cuba',
      'Honduras',
      'Jamaica',
      'Mexico',
      'Dominican-Republic',
      'Haiti',
      'Guatemala',
      'El-Salvador',
    ],
    Asia: [
      'Cambodia',
      'India',
      'Japan',
      'China',
      'Iran',
      'Philippines',
      'Vietnam',
      'Laos',
      'Taiwan',
      'Thailand',
      'Hong-Kong',
    ],
    Europe: [
      'England',
      'Germany',
      'Greece',
      'Italy',
      'Poland',
      'Portugal',
      'Ireland',
      'France',
      'Hungary',
      'Scotland',
      'Yugoslavia',
      'Holland-Netherlands',
    ],
    'South America': ['Ecuador', 'Columbia', 'Nicaragua', 'Trinadad&Tobago', 'Peru'],
    Africa: ['South'],
  }),
  workclass: grouped({
    'Non-Government': ['Private', 'Self-emp-not-inc', 'Self-emp-inc'],
    Government: ['Federal-gov', 'Local-gov', 'State-gov'],
    Unemployed: ['Without-pay'],
  }),
  occupation: grouped({
    Technical: ['Tech-support', 'Craft-repair', 'Prof-specialty', 'Machine-op-inspct'],
    Nontechnical: ['Sales', 'Exec-managerial', 'Handlers-cleaners', 'Adm-clerical', 'Transport-moving'],
    Other: ['Other-service', 'Farming-fishing', 'Priv-house-serv', 'Protective-serv', 'Armed-Forces'],
  }),
} as const satisfies Record<string, readonly (readonly string[])[]>;
