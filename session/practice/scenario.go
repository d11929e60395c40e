package practice

import "slices"

// A Scenario is one way to treat a connection: a row of the table.
type Scenario struct {
	Path   string  // path of the request target: "/countdown"
	Title  string  // a few words
	Does   string  // what the server does, in whole sentences
	Watch  string  // what to observe or to try, in whole sentences
	Ref    string  // section of the rule that the scenario follows or breaks: "RFC 9112 §6.3"
	Group  Group   // the part of the table
	Params []Param // values that the query can change

	// Keywords are words that people search for and that are in no other text of the
	// scenario: symptoms, names of programs, words from their logs.
	Keywords string

	order order // required order of two parameters

	// takesName says that a name may follow the path: /till/sale-7.
	takesName bool

	// foreign says that the query may have unknown parameters, which the response shows.
	foreign bool

	play func(*exchange)

	// playsFirst says that play runs before the request content is read. The scenario
	// responds to the header section alone and then closes the connection.
	playsFirst bool
}

// A Group is a part of the table. Its value is the heading.
type Group string

// The groups, in teaching order.
const (
	GroupFraming     Group = "Where a message ends"
	GroupPersistence Group = "What keeps a connection open"
	GroupHints       Group = "Keep-Alive hints that are wrong"
	GroupIdle        Group = "Idle connections"
	GroupClosing     Group = "Ends too early"
	GroupLengths     Group = "Wrong lengths"
	GroupChunks      Group = "Invalid chunks"
	GroupLines       Group = "Invalid lines"
	GroupHostile     Group = "Slow, endless, hostile"
	GroupDialects    Group = "Servers: how they behave"
)

// groups holds all groups, in teaching order.
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
