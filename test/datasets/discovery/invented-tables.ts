// Tables of the kinds that firms keep, filled by seed: what discovery meets in sources that nobody here has.
import { base, cs_CZ, de, en, en_US, es, Faker, fr } from '@faker-js/faker';

export type InventedTable = {
  table: string;
  /** Every column with whether it identifies somebody directly. */
  columns: readonly (readonly [
    name: string,
    isDirect: boolean,
    say: (faker: Faker, row: number) => string | number | boolean,
  ])[];
  rows: number;
};

const pick = <T>(faker: Faker, items: readonly T[]): T => faker.helpers.arrayElement(items as T[]);
const no = false;
const yes = true;

/** Spellings of column names, languages and keys differ from table to table, as they do between firms. */
export const inventedTables: readonly InventedTable[] = [
  {
    table: 'HRDataset',
    rows: 310,
    columns: [
      ['Employee_Name', yes, (f) => `${f.person.lastName()}, ${f.person.firstName()}`],
      ['EmpID', no, (_, row) => 10001 + row],
      ['MarriedID', no, (f) => f.number.int(1)],
      ['Salary', no, (f) => f.number.int({ min: 42000, max: 190000 })],
      [
        'Position',
        no,
        (f) => pick(f, ['Production Technician', 'Area Sales Manager', 'Software Engineer', 'Accountant']),
      ],
      ['State', no, (f) => pick(f, ['MA', 'CT', 'TX', 'NY'])],
      ['Zip', no, (f) => String(f.number.int({ min: 1000, max: 9999 })).padStart(5, '0')],
      ['DOB', no, (f) => usDate(f, 1951, 1992)],
      ['Sex', no, (f) => pick(f, ['M', 'F'])],
      ['MaritalDesc', no, (f) => pick(f, ['Single', 'Married', 'Divorced', 'Widowed'])],
      ['CitizenDesc', no, (f) => pick(f, ['US Citizen', 'Non-Citizen', 'Eligible NonCitizen'])],
      ['RaceDesc', no, (f) => pick(f, ['White', 'Asian', 'Black or African American', 'Two or more races'])],
      ['DateofHire', no, (f) => usDate(f, 2006, 2018)],
      ['TermReason', no, (f) => pick(f, ['N/A-StillEmployed', 'Another position', 'unhappy', 'more money'])],
      ['Department', no, (f) => pick(f, ['Production', 'IT/IS', 'Sales', 'Admin Offices'])],
      ['ManagerName', yes, (f) => pick(f, managers)],
      ['RecruitmentSource', no, (f) => pick(f, ['LinkedIn', 'Indeed', 'Google Search', 'Employee Referral'])],
      ['PerformanceScore', no, (f) => pick(f, ['Exceeds', 'Fully Meets', 'Needs Improvement', 'PIP'])],
      ['EngagementSurvey', no, (f) => f.number.float({ min: 1, max: 5, fractionDigits: 2 })],
      ['Absences', no, (f) => f.number.int(20)],
    ],
  },
  {
    table: 'patients',
    rows: 400,
    columns: [
      ['Id', no, (f) => f.string.uuid()],
      ['BIRTHDATE', no, (f) => isoDate(f, 1920, 2018)],
      ['DEATHDATE', no, (f) => (f.number.int(9) === 0 ? isoDate(f, 1990, 2019) : '')],
      ['SSN', yes, (f) => `999-${f.string.numeric(2)}-${f.string.numeric(4)}`],
      ['DRIVERS', yes, (f) => `S999${f.string.numeric({ length: 5, allowLeadingZeros: true })}`],
      ['PASSPORT', yes, (f) => `X${f.string.numeric(8)}X`],
      ['PREFIX', no, (f) => pick(f, ['Mr.', 'Mrs.', 'Ms.'])],
      ['FIRST', yes, (f) => `${f.person.firstName()}${f.string.numeric(3)}`],
      ['LAST', yes, (f) => `${f.person.lastName()}${f.string.numeric(3)}`],
      ['MAIDEN', yes, (f) => (f.datatype.boolean() ? `${f.person.lastName()}${f.string.numeric(3)}` : '')],
      ['MARITAL', no, (f) => pick(f, ['M', 'S', ''])],
      ['RACE', no, (f) => pick(f, ['white', 'black', 'asian', 'native'])],
      ['ETHNICITY', no, (f) => pick(f, ['hispanic', 'nonhispanic'])],
      ['GENDER', no, (f) => pick(f, ['M', 'F'])],
      ['BIRTHPLACE', no, (f) => `${f.location.city()}  ${f.location.state()}  US`],
      ['ADDRESS', yes, (f) => f.location.streetAddress()],
      ['CITY', no, (f) => f.location.city()],
      ['STATE', no, () => 'Massachusetts'],
      ['COUNTY', no, (f) => `${f.location.county()}`],
      ['ZIP', no, (f) => f.location.zipCode('0####')],
      ['LAT', no, (f) => f.location.latitude()],
      ['LON', no, (f) => f.location.longitude()],
      ['HEALTHCARE_EXPENSES', no, (f) => f.number.float({ max: 900000, fractionDigits: 2 })],
    ],
  },
  {
    table: 'encounters',
    rows: 900,
    columns: [
      ['Id', no, (f) => f.string.uuid()],
      ['START', no, (f) => `${isoDate(f, 2008, 2019)}T10:23:45Z`],
      ['ENCOUNTERCLASS', no, (f) => pick(f, ['ambulatory', 'wellness', 'outpatient', 'emergency'])],
      ['CODE', no, (f) => pick(f, ['185345009', '162673000', '410620009', '50849002'])],
      [
        'DESCRIPTION',
        no,
        (f) => pick(f, ['Encounter for symptom', 'General examination of patient', 'Well child visit']),
      ],
      ['BASE_ENCOUNTER_COST', no, (f) => pick(f, ['129.16', '77.49'])],
      ['REASONCODE', no, (f) => pick(f, ['10509002', '36971009', ''])],
    ],
  },
  {
    table: 'telco_churn',
    rows: 900,
    columns: [
      ['customerID', no, (f, row) => `${String(1000 + row)}-${f.string.alpha({ length: 5, casing: 'upper' })}`],
      ['gender', no, (f) => pick(f, ['Male', 'Female'])],
      ['SeniorCitizen', no, (f) => f.number.int(1)],
      ['Partner', no, (f) => pick(f, ['Yes', 'No'])],
      ['Dependents', no, (f) => pick(f, ['Yes', 'No'])],
      ['tenure', no, (f) => f.number.int(72)],
      ['PhoneService', no, (f) => pick(f, ['Yes', 'No'])],
      ['MultipleLines', no, (f) => pick(f, ['Yes', 'No', 'No phone service'])],
      ['InternetService', no, (f) => pick(f, ['DSL', 'Fiber optic', 'No'])],
      ['Contract', no, (f) => pick(f, ['Month-to-month', 'One year', 'Two year'])],
      ['PaymentMethod', no, (f) => pick(f, ['Electronic check', 'Mailed check', 'Bank transfer (automatic)'])],
      ['MonthlyCharges', no, (f) => f.number.float({ min: 18, max: 118, fractionDigits: 2 })],
      ['TotalCharges', no, (f) => f.number.float({ min: 18, max: 8600, fractionDigits: 2 })],
      ['Churn', no, (f) => pick(f, ['Yes', 'No'])],
    ],
  },
  {
    table: 'Customers',
    rows: 91,
    columns: [
      [
        'CustomerID',
        no,
        (f, row) => f.string.alpha({ length: 4, casing: 'upper' }) + String.fromCharCode(65 + (row % 26)),
      ],
      ['CompanyName', no, (f) => f.company.name()],
      ['ContactName', yes, (f) => f.person.fullName()],
      [
        'ContactTitle',
        no,
        (f) => pick(f, ['Owner', 'Sales Representative', 'Marketing Manager', 'Accounting Manager']),
      ],
      ['Address', yes, (f) => f.location.streetAddress()],
      ['City', no, (f) => f.location.city()],
      ['PostalCode', no, (f) => f.location.zipCode()],
      ['Country', no, (f) => f.location.country()],
      ['Phone', yes, (f) => f.phone.number({ style: 'national' })],
      ['Fax', yes, (f) => (f.datatype.boolean() ? f.phone.number({ style: 'national' }) : '')],
    ],
  },
  {
    table: 'Products',
    rows: 77,
    columns: [
      ['ProductID', no, (_, row) => row + 1],
      ['ProductName', no, (f) => f.commerce.productName()],
      [
        'QuantityPerUnit',
        no,
        (f) => `${f.number.int({ min: 6, max: 48 })} - ${f.number.int({ min: 100, max: 900 })} g pkgs.`,
      ],
      ['UnitPrice', no, (f) => f.commerce.price()],
      ['UnitsInStock', no, (f) => f.number.int(120)],
      ['Discontinued', no, (f) => pick(f, ['0', '1'])],
      ['EAN', no, (f) => f.commerce.isbn(13).replaceAll('-', '')],
    ],
  },
  {
    table: 'Person',
    rows: 500,
    columns: [
      ['BusinessEntityID', no, (_, row) => row + 1],
      ['PersonType', no, (f) => pick(f, ['EM', 'SC', 'IN', 'VC'])],
      ['Title', no, (f) => pick(f, ['Mr.', 'Ms.', ''])],
      ['FirstName', yes, (f) => f.person.firstName()],
      ['MiddleName', yes, (f) => pick(f, ['', 'J', 'M.', f.person.middleName()])],
      ['LastName', yes, (f) => f.person.lastName()],
      ['EmailAddress', yes, (f, row) => `${f.person.firstName().toLowerCase()}${row}@adventure-works.example`],
      ['PhoneNumber', yes, (f) => `${f.string.numeric(3)}-555-${f.string.numeric(4)}`],
      ['CardNumber', yes, (f) => f.finance.creditCardNumber('visa').replaceAll('-', '')],
      ['ExpMonth', no, (f) => f.number.int({ min: 1, max: 12 })],
      ['LoginID', yes, (f, row) => `adventure-works\\${f.person.firstName().toLowerCase()}${row}`],
      ['rowguid', no, (f) => f.string.uuid().toUpperCase()],
      ['ModifiedDate', no, (f) => `${isoDate(f, 2009, 2014)} 00:00:00`],
    ],
  },
  {
    table: 'kunden',
    rows: 350,
    columns: [
      ['kundennummer', no, (_, row) => 500_000 + row * 7],
      ['vorname', yes, (f) => f.person.firstName()],
      ['nachname', yes, (f) => f.person.lastName()],
      ['strasse', yes, (f) => f.location.streetAddress()],
      ['plz', no, (f) => f.location.zipCode('#####')],
      ['ort', no, (f) => f.location.city()],
      ['telefon', yes, (f) => f.phone.number({ style: 'international' })],
      ['iban', yes, (f) => f.finance.iban({ countryCode: 'DE' })],
      ['geburtsdatum', no, (f) => isoDate(f, 1940, 2003).split('-').reverse().join('.')],
      ['kontostand', no, (f) => f.number.float({ min: -900, max: 90000, fractionDigits: 2 }).toFixed(2)],
      ['bemerkung', no, (f) => f.lorem.sentence(9)],
    ],
  },
  {
    table: 'web_sessions',
    rows: 600,
    columns: [
      ['session_id', no, (f) => f.string.hexadecimal({ length: 32, casing: 'lower', prefix: '' })],
      ['username', yes, (f) => f.internet.username()],
      ['client_ip', yes, (f) => f.internet.ipv4()],
      ['mac_address', yes, (f) => f.internet.mac()],
      ['user_agent', no, (f) => f.internet.userAgent()],
      ['status_code', no, (f) => pick(f, [200, 301, 404, 500])],
      ['bytes_sent', no, (f) => Math.round(Math.exp(f.number.float({ min: 5, max: 14 })))],
      ['started_at', no, (f) => `${isoDate(f, 2023, 2024)}T08:15:00Z`],
      ['version', no, (f) => f.system.semver()],
    ],
  },
];

const languages: Record<string, ConstructorParameters<typeof Faker>[0]['locale']> = { kunden: [de, en, base] };
const managers = [
  'Michael Albert',
  'Elijiah Gray',
  'Webster Butler',
  'Amy Dunn',
  'Janet King',
  'Simon Roup',
  'Ketsia Liebig',
  'Brannon Miller',
];

function isoDate(faker: Faker, from: number, to: number): string {
  const day = faker.date.between({ from: `${from}-01-01T00:00:00Z`, to: `${to}-12-31T00:00:00Z` });
  return day.toISOString().slice(0, 10);
}

function usDate(faker: Faker, from: number, to: number): string {
  const [year, month, day] = isoDate(faker, from, to).split('-').map(Number);
  return `${month}/${day}/${year}`;
}

/** As CSV, with its own names or with c1 to cn. */
export function writeInvented({ table, columns, rows }: InventedTable, named: boolean): string {
  const faker = new Faker({ locale: languages[table] ?? [en_US, en, fr, es, cs_CZ, base] });
  faker.seed(4711);
  const quoted = (value: string | number | boolean) => `"${String(value).replaceAll('"', '""')}"`;
  const header = columns.map(([name], at) => quoted(named ? name : `c${at + 1}`));
  const lines = Array.from({ length: rows }, (_, row) => columns.map(([, , say]) => quoted(say(faker, row))));
  return `${[header, ...lines].map((line) => line.join(',')).join('\n')}\n`;
}
