"""Prints the names of persons of every locale of the installed Faker as JSON: locale, kind (first or last), name, weight."""

import importlib
import json
import pkgutil

import faker.providers.person as person

rows = []
for module in sorted(entry.name for entry in pkgutil.iter_modules(person.__path__)):
    provider = importlib.import_module(f"faker.providers.person.{module}").Provider
    for kind in ("first", "last"):
        for group in ("", "_male", "_female", "_nonbinary", "_unisex"):
            names = provider.__dict__.get(f"{kind}_names{group}")
            if not names or isinstance(names, property):
                continue
            weighted = names.items() if hasattr(names, "items") else ((name, 1) for name in names)
            rows.append([module, kind, [[name, weight] for name, weight in weighted]])
print(json.dumps(rows))
