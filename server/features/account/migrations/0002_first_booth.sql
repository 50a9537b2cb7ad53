-- Every message asks for the booth that its author joined first: found without sorting.
DROP INDEX booth_member_person;
CREATE INDEX booth_member_person ON booth_member (person_id, joined_at, booth_id);
