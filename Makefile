.PHONY: fmt check test it bench

fmt:    ## format all Java
	mvn -q spotless:apply

check:  ## compile with Error Prone, formatting, Checkstyle; no tests
	mvn -q -DskipTests verify

test:   ## unit and Spark tests
	mvn test

it:     ## everything, integration tests included
	mvn verify

bench:  ## training against its peers; benchmarks/README.md names the others
	benchmarks/run training
