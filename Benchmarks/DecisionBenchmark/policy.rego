# The decision in Rego, for the race: the same rules over the same clauses, found by originator
# and receiver. Marks that name receivers, countries and contributors do not occur in it.
package breakwater

import rego.v1

default allow := false

roles := {
	"list": ["analyst"],
	"count": ["analyst"],
	"ask": ["analyst"],
	"read": ["analyst", "contributor", "reviewer"],
}

ready if {
	some role in input.roles
	role in roles[input.action]
	not expired
	input.purpose in input.purposes
}

expired if input.keepUntil < input.day

allow if {
	ready
	input.organisation == input.originator
}

allow if {
	ready
	input.label == 0
	input.handling == "H0"
}

allow if {
	ready
	some clause in data.pairs[input.originator][input.organisation]
	clause.first <= input.day
	input.day <= clause.last
	input.kind in clause.kinds
	input.label < 4
	input.label <= clause.upTo
	input.handling in clause.handling
	input.purpose != "public-information"
	input.purpose in clause.purposes
	in_scope(clause)
	some role in input.roles
	role in clause.roles
	input.action in clause.actions
	consented(clause)
	approved(clause)
}

in_scope(clause) if {
	in_list(clause.ports, input.place)
	in_list(clause.substances, input.substances)
}

in_list(list, _) if count(list) == 0

in_list(list, item) if item in list

consented(clause) if not needs_consent(clause)

consented(_) if input.consentUntil >= input.day

needs_consent(clause) if clause.needsConsent

needs_consent(_) if input.handling in ["H2", "H3"]

needs_consent(_) if {
	input.handling == "H1"
	input.purpose == "criminal-proceedings"
}

approved(clause) if not clause.needsFourEyes

approved(_) if input.secondPerson
