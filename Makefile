# Running it in production. Each target is one call; docs/operations/blue-green.md explains them.

COMPOSE_FILE ?= docker-compose.memory-optimized.yml
# What a deployment wrote about the version of each colour wins over .env.
ENV_FILES := $(wildcard .env .blue-green/versions.env)
COMPOSE = docker compose --file $(COMPOSE_FILE) $(addprefix --env-file ,$(ENV_FILES))

# The tag of the image; by default the commit.
VERSION ?= $(shell git describe --always --dirty 2>/dev/null)
APP_URL ?= http://localhost
MONITOR_URL ?= http://localhost:8080
# All but the API and the database: `make deploy-production` starts the API anew without a gap.
SERVICES ?= nginx redis prometheus alertmanager grafana loki memory-monitor

export BLUE_GREEN_COMPOSE_FILE ?= $(COMPOSE_FILE)
export BLUE_GREEN_MONITOR_URL ?= $(MONITOR_URL)

.DEFAULT_GOAL := help
.PHONY: help build-images deploy-production monitor-deployment deployment-status rollback-emergency \
  check-health check-resources monitor-memory restart-services test-memory

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build-images: ## Build the API's image as VERSION (default: the commit)
	LEXIFLOW_VERSION_BLUE=$(VERSION) $(COMPOSE) build api-blue

# IMAGES=ready deploys an image that is here already.
deploy-production: $(if $(filter ready,$(IMAGES)),,build-images) ## Switch to VERSION without a gap; goes back by itself when a trigger holds
	npm run --silent deploy -- deploy $(VERSION)

monitor-deployment: ## Follow the deployment that runs, or print how the last one went
	npm run --silent deploy -- follow

deployment-status: ## Which colour answers, and what the program knows of it
	npm run --silent deploy -- status

rollback-emergency: ## Give the traffic back to the version before, now
	npm run --silent deploy -- rollback

check-health: ## Ask the application how it and what it depends on are
	curl --fail-with-body --silent --show-error --max-time 10 --write-out '\n' $(APP_URL)/api/health/full

check-resources: ## Memory of every service against its limit
	npm run --silent resources -- --app $(APP_URL) --monitor $(MONITOR_URL)

monitor-memory: ## The same every five seconds (EVERY=seconds, ROUNDS=number)
	npm run --silent resources -- --app $(APP_URL) --monitor $(MONITOR_URL) --every $(or $(EVERY),5) $(if $(ROUNDS),--rounds $(ROUNDS))

restart-services: ## Restart the services named in SERVICES, the API not among them
	$(COMPOSE) restart $(SERVICES)

test-memory: ## The memory stress test (ARGS='--minutes 5')
	npm run --silent test:memory:stress -- $(ARGS)
