// What names alone say of whom a column points at.
import { expect, it } from 'vitest';
import { pointsByName } from '../../../../datasets/discovery/structure/pointing-words.ts';

const strength = (child: string, parent: string): number => {
  const [table = '', column = ''] = child.split('.');
  const [other = '', key = ''] = parent.split('.');
  return pointsByName({ table, column }, { table: other, key }).strength;
};

it.each([
  ['loan.account_id', 'account.account_id'],
  ['client.district_id', 'district.A1'],
  ['Orders.CustomerID', 'Customers.CustomerID'],
  ['orders.customer_id', 'customers.id'],
  ['orders.customerid', 'customers.id'],
  ['order.billing_address_id', 'addresses.id'],
  ['employee.reports_to', 'employee.employee_id'],
  ['page.parent_id', 'page.id'],
  ['customer.support_rep_id', 'employee.employee_id'],
  ['cities.country_code', 'tbl_countries.code'],
  ['visits.PATIENT', 'patients.Id'],
])('%s can point at %s', (child, parent) => expect(strength(child, parent)).toBeGreaterThanOrEqual(0.6));

// mutant: equal names counted though they say nothing (`id`, `c1`), caught here
it.each([
  ['orders.id', 'customers.id'],
  ['a.c1', 'b.c1'],
  ['loan.duration', 'disp.disp_id'],
  ['loan.amount', 'account.account_id'],
  ['person.paid', 'payments.id'],
])('%s says nothing of %s', (child, parent) => expect(strength(child, parent)).toBeLessThan(0.6));
