.PHONY: fmt check test it examples bench

fmt:    ## format all Java
	mvn -q spotless:apply

check:  ## compile with Error Prone, formatting, Checkstyle; no tests
	mvn -q -DskipTests verify

test:   ## unit and Spark tests
	mvn test

it:     ## everything, integration tests included
	mvn verify

examples:  ## the job files and notebooks on data that npm and apt-get bring
	bin/fetch-data mnist && bin/fetch-data digits && bin/fetch-data weather && bin/fetch-data mails && bin/fetch-data movies
	mvn -pl examples,notebooks -am verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='io.github.sparknn.examples.*IT,io.github.sparknn.notebooks.*IT' -Dfailsafe.failIfNoSpecifiedTests=false

bench:  ## training against its peers; benchmarks/README.md names the others
	benchmarks/run training
