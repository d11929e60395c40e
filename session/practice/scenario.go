package practice

import "slices"

// A Scenario is one way to treat a connection: a row of the table.
type Scenario struct {
	Path   string  // where it is found: "/countdown"
	Title  string  // a few words
	Does   string  // what the server does, in whole sentences
	Watch  string  // what to look at, or to try, in whole sentences
	Ref    string  // the rule it shows, keeps or breaks: "RFC 9112 §6.3"
	Group  Group   // what it belongs to
	Params []Param // numbers that the query can change

	order order // of two of them

	// foreign parameters are let through: the answer shows them.
	foreign bool

	play func(*exchange)

	// playsFirst makes play run before the request content has been read:
	// it answers the header section alone and then closes the connection.
	playsFirst bool
}

// A Group is a part of the table, in the words that head it.
type Group string

// The groups, in teaching order.
const (
	GroupFraming     Group = "Where a message ends"
	GroupPersistence Group = "What keeps a connection open"
	GroupHints       Group = "Hints that do not hold"
	GroupIdle        Group = "While nobody asks"
	GroupClosing     Group = "Ends in the middle"
	GroupLengths     Group = "Lengths that lie"
	GroupChunks      Group = "Chunks that break"
	GroupLines       Group = "Lines out of shape"
	GroupHostile     Group = "Slow, endless, hostile"
	GroupDialects    Group = "As real servers do"
)

// Scenarios returns the table, in teaching order. The slice is the caller's.
func Scenarios() []Scenario {
	return slices.Concat(
		framingScenarios(),
		codingScenarios(),
		interimScenarios(),
		persistenceScenarios(),
		http10Scenarios(),
		hintScenarios(),
		maxScenarios(),
		closeOptionScenarios(),
		idleScenarios(),
		unsolicitedScenarios(),
		closingScenarios(),
		faultyLengthScenarios(),
		bodilessScenarios(),
		faultyChunkScenarios(),
		faultyCodingScenarios(),
		faultyLineScenarios(),
		statusLineScenarios(),
		slowScenarios(),
		endlessScenarios(),
		apacheScenarios(),
		nginxScenarios(),
		nodeScenarios(),
		javaScenarios(),
		pythonScenarios(),
		otherDialects(),
	)
}
