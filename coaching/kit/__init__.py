"""What every domain stands on and what knows no domain: settings, the database, pages, forms, words, dates."""
