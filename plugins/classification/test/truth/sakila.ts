import type { GroundTruth } from './ground-truth.ts';

/**
 * The video rental: actors, customers and staff are people, films and categories are not. Views repeat their columns.
 * The postal codes of the two members of staff are blank, so there is nothing to find in `staff_list`.
 */
export const sakila: GroundTruth = {
  holds: {
    'actor.firstname': 'FIRST_NAME',
    'actor.lastname': 'LAST_NAME',
    'actorinfo.firstname': 'FIRST_NAME',
    'actorinfo.lastname': 'LAST_NAME',
    'address.address': 'STREET_ADDRESS',
    'address.postalcode': 'POSTAL_CODE',
    'address.phone': 'PHONE_NUMBER',
    'city.city': 'CITY',
    'country.country': 'COUNTRY',
    'customer.firstname': 'FIRST_NAME',
    'customer.lastname': 'LAST_NAME',
    'customer.email': 'EMAIL_ADDRESS',
    'customerlist.name': 'PERSON_NAME',
    'customerlist.address': 'STREET_ADDRESS',
    'customerlist.zipcode': 'POSTAL_CODE',
    'customerlist.phone': 'PHONE_NUMBER',
    'customerlist.city': 'CITY',
    'customerlist.country': 'COUNTRY',
    'staff.firstname': 'FIRST_NAME',
    'staff.lastname': 'LAST_NAME',
    'staff.email': 'EMAIL_ADDRESS',
    'staff.username': 'USERNAME',
    'staff.password': 'PASSWORD_HASH',
    'stafflist.name': 'PERSON_NAME',
    'stafflist.address': 'STREET_ADDRESS',
    'stafflist.phone': 'PHONE_NUMBER',
    'stafflist.city': 'CITY',
    'stafflist.country': 'COUNTRY',
    'salesbystore.manager': 'PERSON_NAME',
  },
  // Lists of actors in one field; places of addresses as points, where the version of the schema has them.
  arguable: ['filmlist.actors', 'nicerbutslowerfilmlist.actors', 'address.location', 'address.district'],
};
