.PHONY: fmt check test it schema examples bench

fmt:    ## format all Java
	mvn -q spotless:apply

check:  ## compile with Error Prone, formatting, Checkstyle; no tests
	mvn -q -DskipTests verify

test:   ## unit and Spark tests
	mvn test

it:     ## everything, integration tests included
	mvn verify

schema: ## docs/job-file.schema.json, from the job files' keys and the stages' parameters
	mvn -q -pl spark-jobs -am test -Dtest=JobFileSchemaTest -Dsurefire.failIfNoSpecifiedTests=false -Dsparknn.schema=write

examples:  ## the job files and notebooks on data that npm and apt-get bring
	bin/fetch-data mnist && bin/fetch-data fashion && bin/fetch-data digits && bin/fetch-data weather && bin/fetch-data mails && bin/fetch-data movies
	mvn -pl examples,notebooks -am verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='io.github.sparknn.examples.*IT,io.github.sparknn.notebooks.*IT' -Dfailsafe.failIfNoSpecifiedTests=false

bench:  ## training against its peers; benchmarks/README.md names the others
	benchmarks/run training
