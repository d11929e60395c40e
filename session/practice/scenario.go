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
	Params []Param // values that the query can change

	// Keywords are words that people search for and that stand in no other text
	// of the scenario: symptoms, names of programs, words of their logs.
	Keywords string

	order order // of two of them

	// takesName lets a name follow the path: /till/sale-7.
	takesName bool

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

// groups are all groups, in teaching order.
var groups = []Group{GroupFraming, GroupPersistence, GroupHints, GroupIdle, GroupClosing,
	GroupLengths, GroupChunks, GroupLines, GroupHostile, GroupDialects}

// Scenarios returns the table, in teaching order. The slice is the caller's.
func Scenarios() []Scenario {
	all := slices.Concat(
		framingScenarios(),
		codingScenarios(),
		interimScenarios(),
		persistenceScenarios(),
		pipeliningScenarios(),
		http10Scenarios(),
		hintScenarios(),
		maxScenarios(),
		closeOptionScenarios(),
		idleScenarios(),
		lazyClockScenarios(),
		workerScenarios(),
		unsolicitedScenarios(),
		closingScenarios(),
		tlsClosingScenarios(),
		tillScenarios(),
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
		leftOverScenarios(),
		descriptionScenarios(),
		optionScenarios(),
		requestSideScenarios(),
		gatewayScenarios(),
	)
	slices.SortStableFunc(all, func(a, b Scenario) int { return slices.Index(groups, a.Group) - slices.Index(groups, b.Group) })
	return all
}
