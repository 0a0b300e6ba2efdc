// What the name of a column says of its values: words in several languages, as columns are named.
import { contextIn } from '../column-verdict.ts';
import type { EntityType } from './entity-types.ts';

type NamedType = Exclude<EntityType, 'freeText' | 'title'>;

const words = (text: string): readonly string[] => text.split(/\s*,\s*/);

/** Longer phrases decide before shorter ones: `first name` is a first name, `user name` none. */
const columnWords: Readonly<Record<NamedType, readonly string[]>> = {
  email: words(`email, e mail, mail, email address, mail address, e post, courriel, correo, posta elettronica`),
  iban: words(`iban`),
  pan: words(`card number, card no, cardnumber, creditcard, credit card, cc number, ccnumber, pan, kartennummer, číslo
    karty, numero tarjeta`),
  nationalId:
    words(`ssn, social security, socialsecuritynumber, national id, nationalid, nino, national insurance, nhs, nhs
    number, birth number, birthnumber, rodne cislo, rodné číslo, rc, rč, pesel, steuer id, steuerid, tax id,
    taxid, tin, codice fiscale, dni, nie, nif, nir, personnummer, hetu, henkilotunnus, cpr, fodselsnummer, fnr,
    bsn, cnp, egn, oib, jmbg, cpf, curp, rut, aadhaar, nric, sin, tfn, id card, identity card, personal id,
    personal number, medicare`),
  bankAccount:
    words(`account number, account no, accountnumber, acct no, acct, bank account, routing, routing number, aba, sort
    code, sortcode, kontonummer, cislo uctu, číslo účtu, bban`),
  passport: words(`passport, passport no, passport number, reisepass, pasaporte, passeport, cislo pasu, paszport`),
  driverLicence:
    words(`driver licence, driver license, drivers license, drivers, driving licence, driving license, licence number,
    license number, fuhrerschein, rijbewijs, ridicsky prukaz`),
  mac: words(`mac, mac address, hardware address`),
  ip: words(`ip, ip address, ipaddress, ip addr, client ip, remote addr, host ip`),
  url: words(`url, website, web site, homepage, web, profile url, link`),
  phone:
    words(`phone, phone number, telephone, tel, mobile, cell, fax, telefon, telefono, téléphone, telefoon, telefone,
    handy, mobil, gsm, msisdn, phone no, contact number`),
  dateOfBirth:
    words(`birth date, birthdate, date of birth, dob, born, birthday, birth, birth day, geburtsdatum, geboren, fecha
    nacimiento, date naissance, data nascita, datum narozeni, narozeni, data urodzenia, geboortedatum, bdate`),
  personName:
    words(`full name, fullname, customer name, client name, person name, contact name, patient name, employee name,
    holder name, account holder, cardholder, customer, contact, beneficiary, payee, owner name, display name,
    name, nombre, jméno, jmeno, nom, nome, naam, signatory, maiden name, spouse, doctor, passenger, guest name`),
  address:
    words(`address, street, street address, address1, address 1, addr, address line, adresse, strasse, straße, ulice,
    ulica, adresa, direccion, calle, rue, indirizzo, via, adres, straat, billing address, shipping address,
    house number, residence`),
  postcode:
    words(`postcode, post code, postal code, postalcode, zip, zip code, zipcode, psc, psč, plz, postleitzahl, code
    postal, cap, kod pocztowy`),
  firstName:
    words(`first name, firstname, fname, given name, givenname, forename, christian name, middle name, vorname, prenom,
    prénom, jmeno krestni, křestní jméno, imie, imię, voornaam, nombre de pila`),
  lastName: words(`last name, lastname, lname, surname, family name, familyname, nachname, familienname, nom de famille,
    apellido, apellidos, cognome, achternaam, prijmeni, příjmení, nazwisko, efternamn, sobrenome, apelido`),
  organisation:
    words(`company, organisation, organization, employer, firm, business name, company name, supplier, vendor, firma,
    empresa, entreprise, azienda, bedrijf, institution`),
  place:
    words(`city, town, place, country, state, county, region, district, municipality, billing city, ort, stadt, ville,
    ciudad, citta, mesto, město, obec, okres, miasto, stad, land, location, province`),
  username:
    words(`username, user name, login, login name, user id, userid, user, nick, nickname, screen name, handle, twitter,
    skype, account name, uid`),
  date: words(`date, datum, day, time, timestamp, created at, updated at, fecha, data`),
  age: words(`age, alter, edad, vek, věk, leeftijd, years old`),
  nationality: words(
    `nationality, citizenship, nationalität, nationalite, nacionalidad, narodnost, státní příslušnost, ethnicity`,
  ),
};

/** The kind that a column's name speaks of, or undefined. */
export function typeNamedBy(column: string): NamedType | undefined {
  const named = (Object.entries(columnWords) as [NamedType, readonly string[]][]).flatMap(([type, known]) => {
    const fitting = known.filter((word) => contextIn(column, [word]) !== undefined);
    const longest = Math.max(0, ...fitting.map((word) => word.length));
    return longest > 0 ? [{ type, longest }] : [];
  });
  return named.sort((a, b) => b.longest - a.longest)[0]?.type;
}
