-- Mails follow the form of address: of a fair that was imported before they did, too.
INSERT INTO familiar_address (id) SELECT 1 FROM fair WHERE address_form = 'du';
